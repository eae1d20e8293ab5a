package dev.duly.tck;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every rule that a backend keeps; subclass it, open a bench, done. */
@ExtendWith(Conformance.class)
public abstract class BackendKit {
  /** A fresh bench for each test. */
  protected abstract BackendUnderTest open();

  @Nested
  class Enqueue extends EnqueueRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Extremes extends ExtremeRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Claims extends ClaimRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Pauses extends PauseRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Settle extends SettleRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Staleness extends StalenessRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Turns extends TurnRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Leases extends LeaseRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class DeadLetters extends DeadLetterRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Addresses extends AddressRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Inspect extends InspectRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Attempts extends AttemptRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Operate extends OperateRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Reschedule extends RescheduleRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Retentions extends RetentionRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class NeighboursOfActs extends NeighbourActRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class NeighboursOfClaims extends NeighbourClaimRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class NeighboursOfSettlements extends NeighbourSettleRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class WithinTransactions extends TransactionRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Reports extends StatisticsRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Sequences extends SequenceRules {
    @Override
    BackendUnderTest open() {
      return BackendKit.this.open();
    }
  }
}
