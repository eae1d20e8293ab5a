package dev.duly.tck.limit;

import dev.duly.tck.InspectedKit;
import dev.duly.tck.bench.BackendUnderTest;
import org.junit.jupiter.api.Nested;

/**
 * Every rule of a store: those of {@link InspectedKit}, and of limits and of groups that take turns
 * if it offers them. Subclass it, open a bench, done.
 */
public abstract class StoreKit extends InspectedKit {
  @Nested
  class Limits extends LimitRules {
    @Override
    protected BackendUnderTest open() {
      return StoreKit.this.open();
    }
  }

  @Nested
  class Groups extends GroupRules {
    @Override
    protected BackendUnderTest open() {
      return StoreKit.this.open();
    }
  }
}
