package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.CancelAcross;
import dev.duly.lab.server.PrivatePostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cancel of a running job comes from another process. */
@Tag("server")
class CancelAcrossTest {
  // A second where nothing else runs; a machine may well be busy with other tests.
  private static final long MILLIS_MAX = 10_000;

  @Test
  void a_cancel_from_elsewhere_is_heard() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      assertThat(
              CancelAcross.play(
                  PostgresBackend.url(server.url()), PostgresBackend.url(server.url())))
          .isLessThan(MILLIS_MAX);
    }
  }
}
