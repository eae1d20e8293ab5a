package dev.duly.tck;

import dev.duly.tck.bench.BackendUnderTest;

/** What the reference keeps of limits and groups. */
class ReferenceLimitsTest extends LimitsKit {
  @Override
  protected BackendUnderTest open() {
    return new ReferenceUnderTest();
  }
}
