package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure of the client or of the node means, and what to do about it. */
final class RabbitErrors {
  private RabbitErrors() {}

  /**
   * Says it of something that is done again without harm.
   *
   * @param verb what was to be done
   */
  static BackendException of(String verb, RabbitUrl url, Throwable e) {
    return new BackendException(Kind.TRANSIENT, text(verb, url, e), e);
  }

  /** Says it of something of which it is not known whether it was done. */
  static BackendException unknown(String verb, RabbitUrl url, Throwable e) {
    return new BackendException(Kind.UNKNOWN_OUTCOME, text(verb, url, e), e);
  }

  /** The code of the AMQP protocol with which a channel or connection was closed; 0: with none. */
  static int code(Throwable e) {
    return signal(e).map(RabbitErrors::close).map(close -> close.code).orElse(0);
  }

  private static String text(String verb, RabbitUrl url, Throwable e) {
    return "rabbitmq: " + verb + " failed at " + url + ": " + reason(url, e);
  }

  private static String reason(RabbitUrl url, Throwable e) {
    if (e instanceof AuthenticationFailureException
        || e instanceof PossibleAuthenticationFailureException) {
      return String.format(
          "user %s or its password was refused. Look at the password, or set it: rabbitmqctl"
              + " change_password %s PASSWORD. The user guest may come from the node's own machine"
              + " only",
          url.user(), url.user());
    }
    if (e instanceof UnknownHostException) {
      return "there is no host " + e.getMessage();
    }
    if (e instanceof SSLException) {
      return "TLS: does the node speak it there, is its certificate for that host, and does this JVM"
          + " trust it (javax.net.ssl.trustStore)? ("
          + message(e)
          + ")";
    }
    if (cause(e, MalformedFrameException.class).isPresent()) {
      return "what answers there does not speak AMQP: is the port right, and if it is one for TLS,"
          + " does the URL begin with amqps://?";
    }
    Optional<Close> close = signal(e).map(RabbitErrors::close);
    if (close.isPresent() && close.get().code != 0) {
      return reason(url, close.get());
    }
    return message(e)
        + (e instanceof java.net.ConnectException
            ? ". Is the node running? rabbitmq-diagnostics status says so"
            : "");
  }

  private static String reason(RabbitUrl url, Close close) {
    String said = close.text;
    if (close.code == AMQP.NOT_ALLOWED && said.contains("vhost") && said.contains("not found")) {
      return String.format(
          "there is no vhost %s. Make it: rabbitmqctl add_vhost %s", url.vhost(), url.vhost());
    }
    if (close.code == AMQP.ACCESS_REFUSED || close.code == AMQP.NOT_ALLOWED) {
      return String.format(
          "%s. Give the user the right: rabbitmqctl set_permissions -p %s %s '.*' '.*' '.*'",
          said, url.vhost(), url.user());
    }
    if (close.code == AMQP.PRECONDITION_FAILED && said.contains("inequivalent arg")) {
      return said
          + ". Another program has declared it otherwise, and it is left as it is: use another prefix,"
          + " or empty it and delete it";
    }
    return said;
  }

  private record Close(int code, String text) {}

  private static Close close(ShutdownSignalException signal) {
    Object reason = signal.getReason();
    if (reason instanceof AMQP.Channel.Close channel) {
      return new Close(channel.getReplyCode(), channel.getReplyText());
    }
    if (reason instanceof AMQP.Connection.Close connection) {
      return new Close(connection.getReplyCode(), connection.getReplyText());
    }
    return new Close(0, message(signal));
  }

  private static Optional<ShutdownSignalException> signal(Throwable e) {
    return cause(e, ShutdownSignalException.class);
  }

  private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> kind) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
