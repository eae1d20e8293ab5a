package dev.duly.cli.command;

import java.util.Optional;

/** Who acts, as the audit names them. */
public final class CurrentUser {
  private CurrentUser() {}

  /** {@code DULY_USER}, or the user of this process. */
  public static String am() {
    return Optional.ofNullable(System.getenv("DULY_USER"))
        .filter(user -> !user.isBlank())
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }
}
