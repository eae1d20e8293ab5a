package dev.duly.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds one value in a JSON document by the names on its way, {@code user.plan} or {@code
 * items.0.sku}, in one pass and without building anything. A name with dots is found by them, too.
 * Text of a scalar, a string without its quotes; what is not JSON, or has an object or an array
 * there, has nothing.
 */
final class JsonPath {
  private static final int DEPTH_MAX = 200;
  private static final Optional<String> NOTHING = Optional.empty();

  private final String json;
  private int at;

  private JsonPath(String json) {
    this.json = json;
  }

  static Optional<String> find(byte[] bytes, String path) {
    JsonPath reader = new JsonPath(new String(bytes, StandardCharsets.UTF_8));
    try {
      return reader.find(path.split("\\.", -1), 0);
    } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty(); // it ends too early, or is no JSON at all
    }
  }

  /** Stands before a value; the names from this one on lead on from it. */
  private Optional<String> find(String[] names, int depth) {
    blanks();
    if (depth == names.length) {
      return scalar();
    }
    char open = json.charAt(at);
    if (open != '{' && open != '[') {
      return Optional.empty();
    }
    at++;
    blanks();
    char close = open == '{' ? '}' : ']';
    for (int index = 0; json.charAt(at) != close; index++) {
      String name = String.valueOf(index);
      if (open == '{') {
        name = string();
        blanks();
        at++; // the colon
      }
      Optional<String> found = name.startsWith(names[depth]) ? below(name, names, depth) : NOTHING;
      if (found.isPresent()) {
        return found;
      }
      skip(0);
      blanks();
      if (json.charAt(at) == ',') {
        at++;
        blanks();
      }
    }
    return Optional.empty();
  }

  /** A name may have dots of its own: then it stands for several of those that lead on. */
  private Optional<String> below(String name, String[] names, int depth) {
    int value = at;
    for (int next = depth + 1; next <= names.length; next++) {
      if (name.equals(String.join(".", Arrays.copyOfRange(names, depth, next)))) {
        Optional<String> found = find(names, next);
        if (found.isPresent()) {
          return found;
        }
        at = value;
      }
    }
    return NOTHING;
  }

  private Optional<String> scalar() {
    char first = json.charAt(at);
    if (first == '"') {
      return Optional.of(string());
    }
    return first == '{' || first == '[' ? Optional.empty() : Optional.of(bare());
  }

  private String bare() {
    int from = at;
    while (at < json.length() && ",]}".indexOf(json.charAt(at)) < 0 && json.charAt(at) > ' ') {
      at++;
    }
    return json.substring(from, at);
  }

  private void skip(int depth) {
    blanks();
    char first = json.charAt(at);
    if (first == '"') {
      string();
    } else if (first == '{' || first == '[') {
      skipContainer(first == '{' ? '}' : ']', depth);
    } else if (bare().isEmpty()) {
      throw new NumberFormatException("no value at " + at);
    }
  }

  private void skipContainer(char close, int depth) {
    if (depth > DEPTH_MAX) {
      throw new NumberFormatException("too deep");
    }
    at++;
    blanks();
    while (json.charAt(at) != close) {
      skip(depth + 1);
      blanks();
      if (json.charAt(at) == ':' || json.charAt(at) == ',') {
        at++;
        blanks();
      }
    }
    at++;
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    if (json.charAt(at++) != '"') {
      throw new NumberFormatException("no name at " + at);
    }
    while (json.charAt(at) != '"') {
      char c = json.charAt(at++);
      text.append(c == '\\' ? escaped() : c);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char c = json.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(json.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private void blanks() {
    while (at < json.length() && json.charAt(at) <= ' ') {
      at++;
    }
  }
}
