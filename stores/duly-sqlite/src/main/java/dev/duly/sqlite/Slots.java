package dev.duly.sqlite;

/** How many jobs a demand asks for still, and how many of them for slots that are free. */
final class Slots {
  private int left;
  private int free;

  Slots(int left, int free) {
    this.left = left;
    this.free = free;
  }

  boolean areFull() {
    return left == 0;
  }

  int left() {
    return left;
  }

  /** What is claimed under a limit runs at once (rule L6). */
  int free() {
    return Math.max(0, Math.min(left, free));
  }

  /** As many as are free go to those that come first. */
  void take(int jobs) {
    left -= jobs;
    free -= jobs;
  }
}
