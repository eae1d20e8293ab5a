package dev.duly.postgres;

import dev.duly.backend.support.StatementTimeout;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds a statement's parameters, by name or one after the other; lists as arrays. Text of people
 * and of exceptions may hold the one character that the engine has no room for; it is replaced.
 */
final class Values {
  private static final StatementTimeout TIMEOUT = new StatementTimeout(Duration.ofSeconds(30));

  private final PreparedStatement statement;
  private final List<String> names;
  private @Nullable String name; // of the next parameter
  private int at = 1; // the place of the next parameter, if it has no name

  /**
   * None bound yet.
   *
   * @param names of the parameters by their places
   */
  Values(PreparedStatement statement, List<String> names) {
    this.statement = statement;
    this.names = names;
  }

  Values number(String name, @Nullable Long value) throws SQLException {
    return named(name).number(value);
  }

  Values integer(String name, int value) throws SQLException {
    return named(name).integer(value);
  }

  Values text(String name, @Nullable String value) throws SQLException {
    return named(name).text(value);
  }

  Values bytes(String name, byte[] value) throws SQLException {
    return named(name).bytes(value);
  }

  Values bool(String name, boolean value) throws SQLException {
    return named(name).bool(value);
  }

  Values longs(String name, long[] values) throws SQLException {
    return named(name).longs(values);
  }

  Values numbers(String name, Collection<@Nullable Long> values) throws SQLException {
    return named(name).numbers(values);
  }

  Values integers(String name, Collection<@Nullable Integer> values) throws SQLException {
    return named(name).integers(values);
  }

  Values texts(String name, Collection<@Nullable String> values) throws SQLException {
    return named(name).texts(values);
  }

  Values blobs(String name, List<byte @Nullable []> values) throws SQLException {
    return named(name).blobs(values);
  }

  /** What is bound next is the parameter of this name, wherever it stands. */
  private Values named(String name) {
    this.name = name;
    return this;
  }

  private interface Setter {
    void set(int place) throws SQLException;
  }

  private Values set(Setter setter) throws SQLException {
    if (name == null) {
      setter.set(at++);
      return this;
    }
    int first = names.indexOf(name);
    if (first < 0) {
      throw new IllegalStateException("no parameter :" + name + " among " + names);
    }
    for (int i = first; i < names.size(); i++) {
      if (names.get(i).equals(name)) {
        setter.set(i + 1);
      }
    }
    name = null;
    return this;
  }

  PreparedStatement statement() {
    return statement;
  }

  Values number(@Nullable Long value) throws SQLException {
    return set(
        place -> {
          if (value == null) {
            statement.setNull(place, Types.BIGINT);
          } else {
            statement.setLong(place, value);
          }
        });
  }

  Values integer(int value) throws SQLException {
    return set(place -> statement.setInt(place, value));
  }

  Values text(@Nullable String value) throws SQLException {
    return set(place -> statement.setString(place, storable(value)));
  }

  Values bytes(byte @Nullable [] value) throws SQLException {
    return set(place -> statement.setBytes(place, value));
  }

  Values bool(boolean value) throws SQLException {
    return set(place -> statement.setBoolean(place, value));
  }

  Values longs(long[] values) throws SQLException {
    return array("bigint", Arrays.stream(values).boxed().toArray());
  }

  Values numbers(Collection<@Nullable Long> values) throws SQLException {
    return array("bigint", values.toArray(new Long[0]));
  }

  Values integers(Collection<@Nullable Integer> values) throws SQLException {
    return array("int", values.toArray(new Integer[0]));
  }

  Values texts(Collection<@Nullable String> values) throws SQLException {
    return array("text", values.stream().map(Values::storable).toArray(String[]::new));
  }

  Values blobs(List<byte @Nullable []> values) throws SQLException {
    return array("bytea", values.toArray(new byte[0][]));
  }

  private Values array(String type, @Nullable Object[] values) throws SQLException {
    Array array = statement.getConnection().createArrayOf(type, values);
    return set(place -> statement.setArray(place, array));
  }

  ResultSet query() throws SQLException {
    return TIMEOUT.run(statement, statement::executeQuery);
  }

  int update() throws SQLException {
    return TIMEOUT.run(statement, statement::executeUpdate);
  }

  /** Several statements in one go; their results are in {@link #statement}. */
  boolean execute() throws SQLException {
    return TIMEOUT.run(statement, statement::execute);
  }

  /** {@code U+0000} is no text to PostgreSQL. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  static @Nullable String orNull(Optional<String> value) {
    return value.orElse(null);
  }
}
