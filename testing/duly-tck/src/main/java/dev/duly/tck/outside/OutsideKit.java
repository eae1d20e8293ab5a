package dev.duly.tck.outside;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.Conformance;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every rule that can be judged from outside; subclass it, open a bench, done. */
@ExtendWith(Conformance.class)
public abstract class OutsideKit {
  /** A fresh bench for each test. */
  protected abstract BackendUnderTest open();

  @Nested
  class EnqueueFromOutside extends EnqueueOutside {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }

  @Nested
  class ClaimsFromOutside extends ClaimOutside {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }

  @Nested
  class SettleFromOutside extends SettleOutside {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }

  @Nested
  class LeasesFromOutside extends LeaseOutside {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }

  @Nested
  class ForeignMessages extends ForeignRules {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }

  @Nested
  class Letters extends LetterRules {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }

  @Nested
  class Depths extends GaugeRules {
    @Override
    protected BackendUnderTest open() {
      return OutsideKit.this.open();
    }
  }
}
