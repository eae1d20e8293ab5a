package dev.duly.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL as PostgreSQL's own tools take it: {@code
 * postgresql://user:password@host:port/database?setting=value}. Everything but the host may be left
 * out: the port is 5432, the user that of the process, the database named like the user. A password
 * that is not there comes from {@code PGPASSWORD}, else from the file that {@code PGPASSFILE}
 * names, else from {@code ~/.pgpass}. Several hosts are separated by commas. Settings are those of
 * the JDBC driver, such as {@code sslmode=verify-full}.
 *
 * @param hosts with their ports
 * @param settings as they stand in the URL, decoded nowhere
 */
record PostgresUrl(
    String user, Optional<String> password, String hosts, String database, String settings) {
  private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]+)?";
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:([^:@/?]*)(?::([^:@/?]*))?@)?((?:"
              + HOST
              + "(?:,"
              + HOST
              + ")*)?)(?:/([^:@/?]*))?(?:\\?(.*))?");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it has another form; the message shows no password
   */
  static PostgresUrl parse(String text, Map<String, String> environment) {
    Matcher url = FORM.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "a URL of PostgreSQL is postgresql://user:password@host:port/database; characters such as"
              + " @ and / in a password are written as %40 and %2F");
    }
    String user = part(url.group(1)).orElseGet(() -> System.getProperty("user.name", "postgres"));
    return new PostgresUrl(
        user,
        part(url.group(2)).or(() -> Optional.ofNullable(environment.get("PGPASSWORD"))),
        part(url.group(3)).orElse("localhost"),
        part(url.group(4)).orElse(user),
        url.group(5) == null ? "" : url.group(5));
  }

  private static Optional<String> part(String text) {
    return text == null || text.isEmpty()
        ? Optional.empty()
        : Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  String jdbcUrl() {
    return "jdbc:postgresql://"
        + hosts
        + "/"
        + database
        + (settings.isEmpty() ? "" : "?" + settings);
  }

  /** User and password, for the driver. */
  Properties login() {
    Properties login = new Properties();
    login.setProperty("user", user);
    password.ifPresent(secret -> login.setProperty("password", secret));
    return login;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "postgresql://" + user + "@" + hosts + "/" + database;
  }
}
