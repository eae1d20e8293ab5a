package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Handler;
import dev.duly.JobType;
import dev.duly.RetryPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends mails into an outbox folder through two servers. The second one is down; the first one
 * sometimes does not answer, and does when it is asked again.
 */
final class Mails implements Handler<Mails.Receipt> {
  /** Impatient, so that something is to be seen within half a minute. */
  static final JobType<Receipt, Void> RECEIPT =
      JobType.of("mail.receipt", Receipt.class)
          .queue("email")
          .retry(RetryPolicy.delays(Duration.ofSeconds(1), Duration.ofSeconds(3)))
          .timeout(Duration.ofSeconds(30));

  /** How long a mail server takes to answer. */
  private static final int ANSWER_MILLIS_MIN = 60;

  private static final int ANSWER_MILLIS_MAX = 400;

  private final DemoFolder folder;

  record Receipt(String to, int order, int server) {}

  Mails(DemoFolder folder) {
    this.folder = folder;
  }

  @Override
  public void handle(Receipt mail, Attempt attempt) throws IOException, InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(ANSWER_MILLIS_MIN, ANSWER_MILLIS_MAX));
    if (mail.server() == 2 && Files.exists(folder.mailServerDown())) {
      throw new ConnectException("smtp-2.example refused the connection");
    }
    if (mail.order() % 10 == 3 && attempt.number() == 1) {
      throw new SocketTimeoutException("smtp-1.example did not answer in time");
    }
    String text =
        "To: "
            + mail.to()
            + "\nMessage-ID: <"
            + attempt.id()
            + "@shop.example>\nSubject: Your order "
            + mail.order()
            + "\n\nThank you! It is on its way.\n";
    DemoFolder.write(
        folder.outbox().resolve(attempt.id() + ".eml"), text.getBytes(StandardCharsets.UTF_8));
  }
}
