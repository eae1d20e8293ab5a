package dev.duly.tck;

/** The reference keeps the contract. */
@KitOf("in-memory")
class InMemoryKitTest extends BackendKit {
  @Override
  protected BackendUnderTest open() {
    return new ReferenceUnderTest();
  }
}
