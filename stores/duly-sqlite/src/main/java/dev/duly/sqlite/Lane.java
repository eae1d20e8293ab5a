package dev.duly.sqlite;

import dev.duly.job.Priority;

/**
 * What a claim pops from: the jobs of one queue and level.
 *
 * @param number its row
 */
record Lane(long number, String queue, Priority level) {}
