package dev.duly.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one worker did in some seconds; without tallies: it is there, and had nothing to do.
 *
 * @param at when it arrived, by the engine's clock
 * @param covers for how long it speaks, up to then
 */
public record WorkerReport(
    Instant at, String worker, int slots, Duration covers, List<Tally> tallies) {}
