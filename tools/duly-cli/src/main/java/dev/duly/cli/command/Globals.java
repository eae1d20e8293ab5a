package dev.duly.cli.command;

import dev.duly.backend.Backend;
import dev.duly.monitor.Proposal;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before or after its name. */
public final class Globals {
  static final String URL_DEFAULT = "sqlite:duly.db";

  private final Map<String, String> environment;
  private final UnaryOperator<Backend> behind;

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "where the jobs are: sqlite:FILE, postgresql://user@host/database, redis://host:port/database or amqp://user@host:port/vhost (default: DULY_URL, else sqlite:duly.db; the password is taken from DULY_PASSWORD if the URL has none)")
  @Nullable String url;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or jsonl (default: ${DEFAULT-VALUE})")
  public Format format = Format.table;

  /** Names as they are typed. */
  public enum Format {
    table,
    json,
    jsonl
  }

  /**
   * Options that are not given are taken from the environment.
   *
   * @param behind what commands see of a backend that was opened
   */
  public Globals(Map<String, String> environment, UnaryOperator<Backend> behind) {
    this.environment = environment;
    this.behind = behind;
  }

  /** As it was given, or is in the environment, or by default; the password may be elsewhere. */
  public String url() {
    return url != null ? url : fromEnvironment();
  }

  private String fromEnvironment() {
    String given = environment.getOrDefault("DULY_URL", "");
    return given.isBlank() ? URL_DEFAULT : given;
  }

  /** Where it comes from, to begin an error with. */
  private String origin() {
    return url == null && !isDefault() ? "DULY_URL" : "--url";
  }

  /** Whether this very command has it. */
  public boolean isUrlGiven() {
    return url != null;
  }

  public boolean isDefault() {
    return url().equals(URL_DEFAULT);
  }

  /** The URL with the password that the environment has for it. */
  public String urlWithPassword() {
    return Passwords.in(url(), environment.getOrDefault("DULY_PASSWORD", ""));
  }

  /** How commands are typed that act on the same store. */
  public Proposal proposal() {
    boolean named = url != null && !url.equals(fromEnvironment());
    return Proposal.on(named ? url() : "");
  }

  /** Opens the store and makes it if it is not there: for commands that bring something. */
  public Backend open() {
    if (!output().isTable()) {
      LibraryLog.withoutNews(); // a program reads this
    }
    return behind.apply(Stores.open(urlWithPassword(), true, origin()));
  }

  /**
   * Opens a store that another option names; the password may be in the environment.
   *
   * @param create whether to make it if it is not there
   * @param origin the option
   */
  public Backend open(String named, boolean create, String origin) {
    String whole = Passwords.in(named, environment.getOrDefault("DULY_PASSWORD", ""));
    return behind.apply(Stores.open(whole, create, origin));
  }

  /** Opens a store that must be there: for commands that look or act. */
  public Backend openExisting() {
    return behind.apply(Stores.open(urlWithPassword(), false, origin()));
  }

  public Output output() {
    return new Output(format, System.out);
  }
}
