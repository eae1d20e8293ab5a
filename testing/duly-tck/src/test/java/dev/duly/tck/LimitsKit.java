package dev.duly.tck;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.limit.GroupRules;
import dev.duly.tck.limit.LimitRules;
import org.junit.jupiter.api.Nested;

/** The rules of limits and groups, which the reference alone keeps as yet. */
abstract class LimitsKit {
  protected abstract BackendUnderTest open();

  @Nested
  class Limits extends LimitRules {
    @Override
    protected BackendUnderTest open() {
      return LimitsKit.this.open();
    }
  }

  @Nested
  class Groups extends GroupRules {
    @Override
    protected BackendUnderTest open() {
      return LimitsKit.this.open();
    }
  }
}
