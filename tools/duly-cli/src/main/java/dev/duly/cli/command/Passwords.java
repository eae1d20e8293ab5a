package dev.duly.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a password into a URL, so that it need not be in the shell's history or in {@code ps}. */
public final class Passwords {
  private static final Pattern URL = Pattern.compile("([a-z-]+://)(?:([^/@]*)@)?(.*)");

  private Passwords() {}

  /** The same URL if it has a password, is no URL of a server, or there is none to put in. */
  public static String in(String url, String password) {
    Matcher parts = URL.matcher(url);
    if (password.isEmpty() || !parts.matches()) {
      return url;
    }
    String user = parts.group(2) == null ? userOf(parts.group(1)) : parts.group(2);
    return user.contains(":")
        ? url
        : parts.group(1) + user + ":" + encoded(password) + "@" + parts.group(3);
  }

  /** Redis has a user whose name need not be given; PostgreSQL's is the system's. */
  private static String userOf(String scheme) {
    return scheme.startsWith("redis") ? "" : encoded(System.getProperty("user.name", "postgres"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
