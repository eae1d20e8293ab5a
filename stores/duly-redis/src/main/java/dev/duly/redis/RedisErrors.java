package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The messages when Redis fails: what happened, why, and what to do. */
final class RedisErrors {
  private static final String UNCONFIRMED = "UNCONFIRMED";

  /** By how Redis's own words begin. */
  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy("WRONGPASS", "the user or the password is wrong: fix the URL", false),
          new Remedy(
              "NOAUTH",
              "the server wants a password: add it to the URL, or to REDISCLI_AUTH",
              false),
          new Remedy("NOPERM", "the user may not do this: see ACL SETUSER", false),
          new Remedy(
              "ERR DB index", "the server has no such database: fix the number in the URL", false),
          new Remedy("LOADING", "the server is loading its data set; retried automatically", true),
          new Remedy(
              "READONLY",
              "the server is a replica by now, which takes no writes: after a failover"
                  + " redis-sentinel:// finds the new primary",
              true),
          new Remedy(
              "MISCONF", "the server cannot write to its disk: give it room, see its log", false),
          new Remedy(
              "OOM",
              "the server's memory is full (maxmemory) and nothing was stored: raise it, or keep"
                  + " completed jobs for less long",
              false),
          new Remedy(
              "WRONGTYPE",
              "one of Duly's keys holds something else: another application writes to the same names,"
                  + " give one of them another prefix",
              false),
          new Remedy("BUSY", "a script runs for seconds: see the server's log", true),
          new Remedy("CLUSTERDOWN", "the Cluster has lost nodes: see CLUSTER INFO", true),
          new Remedy("TRYAGAIN", "the Cluster is moving these keys", true),
          new Remedy("MASTERDOWN", "the primary is gone: wait for the failover", true),
          new Remedy(
              UNCONFIRMED,
              "the jobs are stored, but not yet where they were to be confirmed: send the same jobs"
                  + " again, or look after the replicas",
              false),
          new Remedy("NOREPLICAS", "too few replicas are there: see min-replicas-to-write", true));

  /** What an error inside a script may be wrapped in; before Redis 7 also in where it happened. */
  private static final Pattern IN_SCRIPT =
      Pattern.compile("^ERR (Error running script .*@user_script: ?\\d+: )?-?(?=[A-Z]{3,} )");

  private static final Remedy UNKNOWN = new Remedy("", "the server refused it", false);

  /**
   * What to do about an answer.
   *
   * @param passing whether the same may succeed soon
   */
  private record Remedy(String begins, String text, boolean passing) {}

  private RedisErrors() {}

  static BackendException of(String verb, String name, JedisException e) {
    JedisDataException said = said(e);
    String why = said == null ? silence(e) : remedy(said).text + " (" + said.getMessage() + ")";
    return new BackendException(
        kindOf(said), "redis: " + verb + " on " + name + " failed: " + why, e);
  }

  private static Kind kindOf(@Nullable JedisDataException said) {
    if (said == null || remedy(said).begins.equals(UNCONFIRMED)) {
      return Kind.UNKNOWN_OUTCOME;
    }
    return remedy(said).equals(UNKNOWN) ? Kind.PERMANENT : Kind.TRANSIENT;
  }

  private static String silence(JedisException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "TLS: does the server speak it there, is its certificate for that host, and does this"
            + " JVM trust it (javax.net.ssl.trustStore)? ("
            + deepest(e)
            + ")";
      }
    }
    return "no answer from the server: check that it is running and that host and port are right ("
        + deepest(e)
        + ")";
  }

  private static Remedy remedy(JedisDataException said) {
    String text = IN_SCRIPT.matcher(String.valueOf(said.getMessage())).replaceFirst("");
    return REMEDIES.stream().filter(r -> text.startsWith(r.begins)).findFirst().orElse(UNKNOWN);
  }

  /** What the server said, if it said anything: a pool says it could not connect, and why below. */
  private static @Nullable JedisDataException said(@Nullable Throwable e) {
    while (e != null && !(e instanceof JedisDataException)) {
      e = e.getCause();
    }
    return (JedisDataException) e;
  }

  private static String deepest(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  /** Whether the same may succeed soon. */
  static boolean isPassing(BackendException e) {
    if (!(e.getCause() instanceof JedisException)) {
      return false;
    }
    JedisDataException said = said(e);
    return said == null || remedy(said).passing;
  }

  /** Whether it is unknown if it was done. */
  static boolean isOfTheConnection(BackendException e) {
    return e.getCause() instanceof JedisException && said(e) == null;
  }
}
