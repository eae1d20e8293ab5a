package dev.duly.examples;

import dev.duly.Attempt;
import dev.duly.Handler;
import dev.duly.JobType;
import dev.duly.RetryAfterException;
import dev.duly.RetryPolicy;
import java.io.IOException;
import java.time.Duration;

/** Retry policies: what fails for now is tried again, what is hopeless is not. */
public final class Mails implements Handler<Mails.SendMail> {
  public static final JobType<SendMail, Void> SEND_MAIL =
      JobType.of("send_mail", SendMail.class)
          .queue("email")
          .retry(
              RetryPolicy.exponential(Duration.ofSeconds(5), 2, Duration.ofMinutes(10))
                  .attempts(8)
                  .giveUpOn(BadAddressException.class))
          .timeout(Duration.ofSeconds(30));

  private final Server server;

  public record SendMail(String to, String subject) {}

  /** It will never be there. */
  public static final class BadAddressException extends Exception {
    public BadAddressException(String address) {
      super("no such address: " + address);
    }
  }

  /** Says that it has had enough for a while. */
  public static final class BusyException extends Exception {
    private final Duration wait;

    public BusyException(Duration wait) {
      this.wait = wait;
    }
  }

  /** A mail server. */
  public interface Server {
    void send(String to, String subject) throws IOException, BadAddressException, BusyException;
  }

  public Mails(Server server) {
    this.server = server;
  }

  @Override
  public void handle(SendMail mail, Attempt attempt) throws Exception {
    try {
      server.send(mail.to(), mail.subject());
    } catch (BusyException e) {
      throw new RetryAfterException(e.wait);
    }
  }
}
