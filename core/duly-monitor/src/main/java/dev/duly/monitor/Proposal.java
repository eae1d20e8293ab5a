package dev.duly.monitor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a command is to be typed here, so that what is proposed can be pasted: as the launcher was
 * called, and with what names this store.
 *
 * @param command what to type for {@code duly}, such as {@code ./duly}
 * @param options what to type at the end, such as {@code --url sqlite:a.db}; may be empty
 */
public record Proposal(String command, String options) {
  private static final Pattern URL_PASSWORD = Pattern.compile("^([a-z-]+://[^:@/]*):[^@/]*@");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=?&-]*");
  private static final Pattern BEGINNING = Pattern.compile("(^|: )duly ");

  /**
   * On this store.
   *
   * @param url as it was given; empty: it need not be named. A password in it is left out: {@code
   *     DULY_PASSWORD} has it.
   */
  public static Proposal on(String url) {
    String command = System.getProperty("duly.command", "duly");
    return new Proposal(quoted(command), url.isEmpty() ? "" : "--url " + quoted(shown(url)));
  }

  /** A URL without its password. */
  public static String shown(String url) {
    Matcher password = URL_PASSWORD.matcher(url);
    return password.replaceFirst("$1@");
  }

  /** A remedy whose command begins with {@code duly}, or that has one after a colon, as typed. */
  public String typed(String remedy) {
    Matcher beginning = BEGINNING.matcher(remedy);
    if (!beginning.find()) {
      return remedy;
    }
    return beginning.replaceFirst(Matcher.quoteReplacement(beginning.group(1) + command + " "))
        + (options.isEmpty() ? "" : " " + options);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() && !word.contains("&")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
