package dev.duly.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;

/**
 * Where the server or the servers are. Its text never shows the password.
 *
 * @param hosts of a Cluster or of Sentinels some, else one
 * @param master how Sentinels call the primary
 * @param prefix what the names of keys begin with
 */
record RedisUrl(
    Kind kind,
    boolean tls,
    Optional<String> user,
    Optional<String> password,
    List<HostAndPort> hosts,
    Optional<String> master,
    int database,
    Optional<String> prefix) {
  private static final int PORT = 6_379;
  private static final int SENTINEL_PORT = 26_379;
  private static final int PORT_MAX = 65_535;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>rediss?(?:-sentinel|-cluster)?)://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?"
              + "(?<hosts>[^/?@]*)(?<path>/[^?]*)?"
              + "(?:\\?prefix=(?<prefix>.*))?");
  private static final Pattern HOST =
      Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::(?<port>[0-9]{1,5}))?");

  static final String FORMS =
      "redis://user:password@host:port/database, rediss:// for TLS,"
          + " redis-sentinel://user:password@host,host/name-of-the-primary, or"
          + " redis-cluster://user:password@host,host; each may end with ?prefix=NAME, which the names"
          + " of keys begin with";

  /** How the servers belong together. */
  enum Kind {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }

  /**
   * Reads a URL.
   *
   * @param environment where the password is looked for that the URL leaves out, as {@code
   *     REDISCLI_AUTH}
   * @throws IllegalArgumentException naming everything that is wrong, but not the password
   */
  static RedisUrl parse(String url, Map<String, String> environment) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException("a Redis URL is " + FORMS);
    }
    List<String> problems = new ArrayList<>();
    String scheme = form.group("scheme");
    Kind kind =
        scheme.endsWith("sentinel")
            ? Kind.SENTINEL
            : scheme.endsWith("cluster") ? Kind.CLUSTER : Kind.STANDALONE;
    List<HostAndPort> hosts = hosts(kind, form.group("hosts"), problems);
    List<String> path = path(form.group("path"));
    Optional<String> master =
        kind == Kind.SENTINEL && !path.isEmpty() ? Optional.of(path.remove(0)) : Optional.empty();
    if (kind == Kind.SENTINEL && master.isEmpty()) {
      problems.add("the name of the primary is missing: redis-sentinel://host/NAME");
    }
    int database = database(kind, path, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new RedisUrl(
        kind,
        scheme.startsWith("rediss"),
        decoded(form.group("user")),
        decoded(form.group("password"))
            .or(() -> Optional.ofNullable(environment.get("REDISCLI_AUTH"))),
        hosts,
        master,
        database,
        decoded(form.group("prefix")));
  }

  private static List<HostAndPort> hosts(Kind kind, String text, List<String> problems) {
    Set<HostAndPort> hosts = new LinkedHashSet<>();
    for (String part : text.isEmpty() ? new String[] {"localhost"} : text.split(",", -1)) {
      Matcher host = HOST.matcher(part);
      String port = host.matches() ? host.group("port") : "0";
      int number =
          port == null ? kind == Kind.SENTINEL ? SENTINEL_PORT : PORT : Integer.parseInt(port);
      if (number < 1 || number > PORT_MAX) {
        problems.add("\"" + part + "\" is no host with a port from 1 to 65535");
      } else {
        hosts.add(new HostAndPort(host.group("host").replaceAll("[\\[\\]]", ""), number));
      }
    }
    if (kind == Kind.STANDALONE && hosts.size() > 1) {
      problems.add("several hosts are a redis-cluster:// or Sentinels, redis-sentinel://");
    }
    return List.copyOf(hosts);
  }

  private static List<String> path(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : (text == null ? "" : text).split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static int database(Kind kind, List<String> path, List<String> problems) {
    if (path.isEmpty()) {
      return 0;
    }
    String text = String.join("/", path);
    if (kind == Kind.CLUSTER) {
      problems.add("a Cluster has no databases, so nothing follows its hosts: \"" + text + '"');
    } else if (!text.matches("[0-9]{1,6}")) {
      problems.add("database must be a number, was \"" + text + '"');
    } else {
      return Integer.parseInt(text);
    }
    return 0;
  }

  private static Optional<String> decoded(String text) {
    return text == null || text.isEmpty()
        ? Optional.empty()
        : Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(tls ? "rediss" : "redis");
    text.append(
        kind == Kind.STANDALONE ? "" : "-" + kind.name().toLowerCase(java.util.Locale.ROOT));
    text.append("://");
    user.ifPresent(name -> text.append(name).append('@'));
    text.append(String.join(",", hosts.stream().map(HostAndPort::toString).toList()));
    master.ifPresent(name -> text.append('/').append(name));
    return database == 0 ? text.toString() : text.append('/').append(database).toString();
  }
}
