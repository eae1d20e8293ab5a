package dev.duly.rabbitmq;

import com.rabbitmq.client.Address;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the node or the nodes of a cluster are. Its text never shows the password.
 *
 * @param vhost {@code /} if the URL names none
 * @param options what follows the question mark
 */
record RabbitUrl(
    boolean tls,
    String user,
    String password,
    List<Address> hosts,
    String vhost,
    Map<String, String> options) {

  /** The variable that has the password which a URL leaves out. */
  static final String PASSWORD = "DULY_PASSWORD";

  /** What a URL looks like, for people. */
  static final String FORMS =
      "amqp://user:password@host:port/vhost, or amqps:// for TLS; several hosts of a cluster have"
          + " commas between them";

  private static final int PORT = 5_672;
  private static final int PORT_TLS = 5_671;
  private static final int PORT_MAX = 65_535;
  private static final String GUEST = "guest";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>amqps?)://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?"
              + "(?<hosts>[^/?@]*)(?:/(?<vhost>[^?/]*))?(?:\\?(?<options>.*))?");
  private static final Pattern HOST =
      Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::(?<port>[0-9]{1,5}))?");

  RabbitUrl {
    hosts = List.copyOf(hosts);
    options = Map.copyOf(options);
  }

  /**
   * Reads a URL.
   *
   * @param known the names of the options there are
   * @param environment where the password is looked for that the URL leaves out, as {@code
   *     DULY_PASSWORD}; else it is {@code guest}
   * @throws IllegalArgumentException naming everything that is wrong, but not the password
   */
  static RabbitUrl parse(String url, Set<String> known, Map<String, String> environment) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException("a RabbitMQ URL is " + FORMS);
    }
    List<String> problems = new ArrayList<>();
    boolean tls = form.group("scheme").equals("amqps");
    List<Address> hosts = hosts(form.group("hosts"), tls ? PORT_TLS : PORT, problems);
    Map<String, String> options = options(form.group("options"), known, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new RabbitUrl(
        tls,
        decoded(form.group("user")).orElse(GUEST),
        decoded(form.group("password"))
            .or(() -> Optional.ofNullable(environment.get(PASSWORD)))
            .orElse(GUEST),
        hosts,
        decoded(form.group("vhost")).orElse("/"),
        options);
  }

  private static List<Address> hosts(String text, int portOtherwise, List<String> problems) {
    List<Address> hosts = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[] {"localhost"} : text.split(",", -1)) {
      Matcher host = HOST.matcher(part);
      boolean fits = host.matches();
      String port = fits ? host.group("port") : null;
      int number = port == null ? portOtherwise : Integer.parseInt(port);
      if (!fits || number < 1 || number > PORT_MAX) {
        problems.add("\"" + part + "\" is no host with a port from 1 to 65535");
      } else {
        hosts.add(new Address(host.group("host").replaceAll("[\\[\\]]", ""), number));
      }
    }
    return hosts;
  }

  private static Map<String, String> options(
      String text, Set<String> known, List<String> problems) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : text == null ? List.<String>of() : Arrays.asList(text.split("&", -1))) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !known.contains(name)) {
        problems.add(
            "\""
                + name
                + "\" is no option of a RabbitMQ URL: there are "
                + String.join(", ", known.stream().sorted().toList())
                + ", each as NAME=VALUE");
      } else {
        options.put(name, decoded(pair.substring(equals + 1)).orElse(""));
      }
    }
    return options;
  }

  private static Optional<String> decoded(String text) {
    return text == null || text.isEmpty()
        ? Optional.empty()
        : Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    String shown = (tls ? "amqps://" : "amqp://") + user + '@';
    shown += String.join(",", hosts.stream().map(Address::toString).toList());
    return vhost.equals("/") ? shown : shown + '/' + vhost;
  }
}
