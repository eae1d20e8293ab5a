package dev.duly;

import dev.duly.backend.Settlement;
import java.util.Optional;

/**
 * An attempt that is over: its slot is free.
 *
 * @param settlement empty: nothing is to be sent
 */
record Ended(Attempt attempt, Optional<Settlement> settlement) {}
