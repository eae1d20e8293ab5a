/** What backends on message brokers share: a job as a message's headers, and the copies of it. */
@NullMarked
package dev.duly.backend.broker;

import org.jspecify.annotations.NullMarked;
