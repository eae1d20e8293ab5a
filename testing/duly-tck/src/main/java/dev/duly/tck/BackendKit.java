package dev.duly.tck;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every rule that a backend keeps; subclass it, open a bench, done. */
@ExtendWith(Conformance.class)
public abstract class BackendKit {
  /** A fresh bench for each test. */
  protected abstract Bench open();

  @Nested
  class Enqueue extends EnqueueRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Extremes extends ExtremeRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Claims extends ClaimRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Pauses extends PauseRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Settle extends SettleRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Staleness extends StalenessRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Turns extends TurnRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Leases extends LeaseRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class DeadLetters extends DeadLetterRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Inspect extends InspectRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Attempts extends AttemptRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Operate extends OperateRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Reschedule extends RescheduleRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Retentions extends RetentionRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class NeighboursOfActs extends NeighbourActRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class NeighboursOfClaims extends NeighbourClaimRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class NeighboursOfSettlements extends NeighbourSettleRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class WithinTransactions extends TransactionRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Reports extends StatisticsRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }

  @Nested
  class Sequences extends SequenceRules {
    @Override
    Bench open() {
      return BackendKit.this.open();
    }
  }
}
