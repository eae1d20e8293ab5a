package dev.duly.testing;

/** {@code import static dev.duly.testing.DulyAssertions.assertThat}. */
public final class DulyAssertions {
  private DulyAssertions() {}

  /** Begins an assertion about the jobs of a test queue. */
  public static QueueAssert assertThat(TestQueue queue) {
    return new QueueAssert(queue);
  }
}
