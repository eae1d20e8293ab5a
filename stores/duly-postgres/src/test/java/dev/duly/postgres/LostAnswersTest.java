package dev.duly.postgres;

import dev.duly.job.Enqueued;
import dev.duly.lab.crash.LostAnswers;
import dev.duly.lab.server.LossyProxy;
import dev.duly.lab.server.PrivatePostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers to commits are lost on the way. */
@Tag("faults")
class LostAnswersTest {
  @Test
  void what_was_done_and_not_heard_of_is_not_done_twice() {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off");
        LossyProxy proxy = new LossyProxy(server.port());
        PostgresBackend direct = PostgresBackend.url(server.url());
        PostgresBackend lossy =
            PostgresBackend.url("postgresql://postgres@127.0.0.1:" + proxy.port() + "/postgres")) {
      LostAnswers.play(direct, lossy, proxy, Enqueued.Stored::new);
    }
  }
}
