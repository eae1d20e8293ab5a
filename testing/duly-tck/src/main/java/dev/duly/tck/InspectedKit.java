package dev.duly.tck;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.outside.OutsideKit;
import org.junit.jupiter.api.Nested;

/**
 * Every rule that a store keeps: what can be judged from outside, and what its {@link
 * dev.duly.backend.room.Inspector} shows. Subclass it, open a bench, done.
 */
public abstract class InspectedKit extends OutsideKit {
  @Nested
  class Enqueue extends EnqueueRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class UniqueKeys extends UniqueRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class UniqueConflicts extends UniqueConflictRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Expiry extends ExpiryRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class RecurringTimes extends ScheduleTimeRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Recurring extends ScheduleRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Extremes extends ExtremeRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Claims extends ClaimRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Pauses extends PauseRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Settle extends SettleRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Staleness extends StalenessRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Turns extends TurnRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Leases extends LeaseRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class DeadLetters extends DeadLetterRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Addresses extends AddressRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Inspect extends InspectRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Ends extends EndRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Notes extends NoteRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Lists extends ListRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Attempts extends AttemptRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Operate extends OperateRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Reschedule extends RescheduleRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Retentions extends RetentionRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class NeighboursOfActs extends NeighbourActRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class NeighboursOfClaims extends NeighbourClaimRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class NeighboursOfSettlements extends NeighbourSettleRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class WithinTransactions extends TransactionRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Reports extends StatisticsRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class LimitsAlike extends SequenceRules.OfLimits {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }

  @Nested
  class Sequences extends SequenceRules {
    @Override
    protected BackendUnderTest open() {
      return InspectedKit.this.open();
    }
  }
}
