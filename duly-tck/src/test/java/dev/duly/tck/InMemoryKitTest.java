package dev.duly.tck;

/** The reference keeps the contract. */
class InMemoryKitTest extends BackendKit {
  @Override
  protected Bench open() {
    return new ReferenceBench();
  }
}
