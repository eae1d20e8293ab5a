package dev.duly.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds a statement's parameters one after the other, lists as arrays. Text of people and of
 * exceptions may hold the one character that the engine has no room for; it is replaced.
 */
final class Values {
  private final PreparedStatement statement;
  private int at = 1;

  Values(PreparedStatement statement) {
    this.statement = statement;
  }

  Values number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(at++, Types.BIGINT);
    } else {
      statement.setLong(at++, value);
    }
    return this;
  }

  Values integer(int value) throws SQLException {
    statement.setInt(at++, value);
    return this;
  }

  Values text(@Nullable String value) throws SQLException {
    statement.setString(at++, storable(value));
    return this;
  }

  Values bytes(byte @Nullable [] value) throws SQLException {
    statement.setBytes(at++, value);
    return this;
  }

  Values bool(boolean value) throws SQLException {
    statement.setBoolean(at++, value);
    return this;
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
    statement.setArray(at++, statement.getConnection().createArrayOf(type, values));
    return this;
  }

  ResultSet query() throws SQLException {
    return statement.executeQuery();
  }

  int update() throws SQLException {
    return statement.executeUpdate();
  }

  /** {@code U+0000} is no text to PostgreSQL. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  static @Nullable String orNull(Optional<String> value) {
    return value.orElse(null);
  }
}
