package dev.duly.testing;

/** {@code import static dev.duly.testing.DulyAssertions.assertThat}. */
public final class DulyAssertions {
  private DulyAssertions() {}

  public static QueueAssert assertThat(TestQueue queue) {
    return new QueueAssert(queue);
  }
}
