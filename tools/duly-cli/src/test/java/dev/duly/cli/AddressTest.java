package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import dev.duly.lab.server.PrivateRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a person names a job. */
@Tag("server")
class AddressTest extends CommandHarness {
  @Test
  void an_id_in_two_queues_is_named_with_its_queue() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      for (String queue : new String[] {"images", "mail"}) {
        assertThat(duly("enqueue", queue, "{}", "--id", "a", "-q", queue, "--url", server.url()))
            .isZero();
      }
      out();

      assertThat(duly("job", "show", "a", "--url", server.url())).isEqualTo(Exit.USAGE);
      assertThat(err()).contains("a is a job in 2 queues. Say which: images/a, mail/a");
      assertThat(duly("job", "cancel", "a", "--url", server.url())).isEqualTo(Exit.USAGE);
      assertThat(err()).contains("Say which: images/a, mail/a");
      assertThat(duly("job", "cancel", "mail/a", "--url", server.url())).isZero();
      assertThat(out()).isEqualTo("cancelled 1 job\n");
      assertThat(duly("job", "show", "images/a", "--url", server.url())).isZero();
      assertThat(out()).contains("waiting").contains("images");
      assertThat(duly("job", "ls", "id:a", "--url", server.url())).isZero();
      assertThat(out()).contains("images", "mail");
      assertThat(duly("job", "delete", "mail/a", "--url", server.url())).isZero();
      out();
      assertThat(duly("job", "show", "a", "--url", server.url())).isZero();
      assertThat(out()).contains("images");
    }
  }

  @Test
  void a_job_is_not_where_it_is_not() {
    duly("enqueue", "mail", "{}", "--id", "a");
    out();

    assertThat(duly("job", "show", "elsewhere/a")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("there is no job elsewhere/a");
    assertThat(duly("job", "cancel", "a", "elsewhere/a")).isEqualTo(Exit.PARTIAL);
    assertThat(out()).isEqualTo("cancelled 1 job\n");
    assertThat(err()).contains("there is no job elsewhere/a");
    assertThat(duly("job", "show", "default/a")).isZero();
    assertThat(out()).contains("cancelled");
    assertThat(duly("job", "ls")).isZero();
    assertThat(out()).contains("cancelled").doesNotContain("cancelled:");
    assertThat(duly("job", "show", "de fault/a/b")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("a/b");
  }
}
