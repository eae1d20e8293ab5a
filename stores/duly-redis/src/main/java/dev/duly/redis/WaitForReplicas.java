package dev.duly.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs a script and holds its answer back until replicas or disks have what it wrote. All goes over
 * one connection, so that no failover can come between. A write that changes nothing follows the
 * script, since newer servers await no more than what the connection wrote itself, and a script
 * that finds its jobs stored already writes nothing.
 */
final class WaitForReplicas {
  private static final byte[] MARK = Bytes.latin("confirmed");

  private final WriteConcern wanted;

  WaitForReplicas(WriteConcern wanted) {
    this.wanted = wanted;
  }

  /**
   * The script's answer.
   *
   * @param touched a hash among the script's keys
   * @throws JedisDataException beginning with {@code UNCONFIRMED} if they were not enough in time
   */
  Object run(
      UnifiedJedis client,
      byte[] sha,
      byte[] code,
      List<byte[]> keys,
      byte[] touched,
      List<byte[]> arguments) {
    try {
      return once(client, Command.EVALSHA, sha, keys, touched, arguments);
    } catch (JedisNoScriptException e) {
      return once(client, Command.EVAL, code, keys, touched, arguments);
    } catch (JedisMovedDataException e) {
      client.exists(touched); // sends the client to where they are now
      return once(client, Command.EVAL, code, keys, touched, arguments);
    }
  }

  private Object once(
      UnifiedJedis client,
      ProtocolCommand command,
      byte[] script,
      List<byte[]> keys,
      byte[] touched,
      List<byte[]> arguments) {
    List<byte[]> all = new ArrayList<>(2 + keys.size() + arguments.size());
    all.add(script);
    all.add(Bytes.of(keys.size()));
    all.addAll(keys);
    all.addAll(arguments);
    try (Connection connection = Clients.connection(client, touched)) {
      connection.sendCommand(command, all.toArray(byte[][]::new));
      connection.sendCommand(Command.HSET, touched, MARK, MARK);
      byte[] millis = Bytes.of(wanted.within().toMillis());
      if (wanted.onDisk()) {
        connection.sendCommand(Command.WAITAOF, Bytes.of(1), Bytes.of(wanted.replicas()), millis);
      } else {
        connection.sendCommand(Command.WAIT, Bytes.of(wanted.replicas()), millis);
      }
      List<Object> answers = connection.getMany(3);
      for (Object answer : answers) {
        if (answer instanceof JedisDataException e) {
          throw e;
        }
      }
      if (answers.get(0) != null) { // else the queue is to be made known first
        require(answers.get(2));
      }
      return answers.get(0);
    }
  }

  private void require(Object had) {
    List<?> counts = had instanceof List<?> both ? both : List.of(1L, had);
    long disks = (Long) counts.get(0);
    long replicas = (Long) counts.get(1);
    if (disks < 1 || replicas < wanted.replicas()) {
      throw new JedisDataException(
          "UNCONFIRMED after "
              + wanted.within().toMillis()
              + " ms by "
              + replicas
              + " of "
              + wanted.replicas()
              + " replicas"
              + (disks < 1 ? " and the primary's disk" : ""));
    }
  }
}
