package dev.duly.monitor;

/** How fast a count grows, in a second, smoothed over some seconds. Not thread-safe. */
final class Rate {
  private static final double SMOOTH_SECONDS = 4;

  private long count = -1;
  private long nanos;
  private double perSecond = Double.NaN;

  /** Takes the count as it is at this time. NaN until there are two. */
  double at(long count, long nanos) {
    double seconds = (nanos - this.nanos) / 1e9;
    if (this.count >= 0 && seconds > 0) {
      double now = Math.max(0, count - this.count) / seconds;
      double weight = 1 - Math.exp(-seconds / SMOOTH_SECONDS);
      perSecond = Double.isNaN(perSecond) ? now : perSecond + weight * (now - perSecond);
    }
    this.count = count;
    this.nanos = nanos;
    return perSecond;
  }
}
