package dev.duly.examples;

import static dev.duly.testing.DulyAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.NewJob;
import dev.duly.examples.Mails.BadAddressException;
import dev.duly.examples.Mails.BusyException;
import dev.duly.examples.Mails.SendMail;
import dev.duly.testing.DulyTest;
import dev.duly.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DulyTest
class MailsTest {
  private final List<String> sent = new ArrayList<>();

  @BeforeEach
  void handler(TestQueue queue) {
    queue.handle(
        Mails.SEND_MAIL,
        new Mails(
            (to, subject) -> {
              if (to.equals("nobody")) {
                throw new BadAddressException(to);
              }
              if (to.equals("busy") && sent.isEmpty()) {
                sent.add("asked to wait");
                throw new BusyException(Duration.ofMinutes(2));
              }
              sent.add(to);
            }));
  }

  @Test
  void a_server_that_is_away_is_tried_again(TestQueue queue) {
    queue.duly().enqueue(NewJob.of(Mails.SEND_MAIL, new SendMail("ada", "hello")));
    queue.failNext(Mails.SEND_MAIL, new IOException("connection refused"));

    queue.drain();
    queue.advance(Duration.ofSeconds(7));
    queue.drain();

    assertThat(sent).containsExactly("ada");
    assertThat(queue).completed(Mails.SEND_MAIL).onAttempt(2).once();
  }

  @Test
  void the_page_says_how_the_policy_reads_as_text() throws IOException {
    assertThat(Files.readString(Path.of("../docs/how-to/retry-policies.md")))
        .contains('`' + Mails.SEND_MAIL.retry().text() + '`');
  }

  @Test
  void a_wrong_address_is_not_tried_again(TestQueue queue) {
    queue.duly().enqueue(NewJob.of(Mails.SEND_MAIL, new SendMail("nobody", "hello")));

    queue.drain();

    assertThat(queue).dead(Mails.SEND_MAIL).onAttempt(1).once();
  }

  @Test
  void a_busy_server_says_when_and_no_attempt_is_used(TestQueue queue) {
    queue.duly().enqueue(NewJob.of(Mails.SEND_MAIL, new SendMail("busy", "hello")));

    queue.drain();
    queue.advance(Duration.ofMinutes(2));
    queue.drain();

    assertThat(sent).containsExactly("asked to wait", "busy");
    assertThat(queue).completed(Mails.SEND_MAIL).onAttempt(1).once();
  }
}
