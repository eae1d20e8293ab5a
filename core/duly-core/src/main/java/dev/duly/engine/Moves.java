package dev.duly.engine;

import java.util.List;

/**
 * What is to happen to claims that have not begun.
 *
 * @param recall whether those that wait for a slot are given back, too
 */
record Moves(List<RunningClaim> start, List<RunningClaim> giveBack, boolean recall) {
  static Moves start(List<RunningClaim> these) {
    return new Moves(these, List.of(), false);
  }

  static Moves giveBack(List<RunningClaim> these) {
    return new Moves(List.of(), these, false);
  }

  Moves andRecallIf(boolean recall) {
    return new Moves(start, giveBack, recall);
  }
}
