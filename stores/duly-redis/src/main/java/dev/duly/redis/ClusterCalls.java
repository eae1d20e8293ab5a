package dev.duly.redis;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/**
 * Calls the node of a Cluster that has the keys, and goes where it is sent if it has them no more.
 * Unlike the client's own, it never repeats what may have been done: a claim, above all.
 */
final class ClusterCalls implements CommandExecutor {
  private static final int REDIRECTIONS_MAX = 5;

  private final ClusterConnectionProvider nodes;

  ClusterCalls(ClusterConnectionProvider nodes) {
    this.nodes = nodes;
  }

  @Override
  public <T> T executeCommand(CommandObject<T> command) {
    JedisRedirectionException sent = null;
    for (int tries = 0; tries <= REDIRECTIONS_MAX; tries++) {
      try (Connection connection =
          sent == null
              ? nodes.getConnection(command.getArguments())
              : connection(sent.getTargetNode(), sent instanceof JedisAskDataException)) {
        return connection.executeCommand(command);
      } catch (JedisRedirectionException e) {
        if (!(e instanceof JedisAskDataException)) {
          nodes.renewSlotCache();
        }
        sent = e;
      } catch (JedisConnectionException e) {
        nodes.renewSlotCache(); // it may be another node's by the next call
        throw e;
      }
    }
    throw new JedisClusterOperationException("sent from node to node", sent);
  }

  private Connection connection(HostAndPort node, boolean asking) {
    Connection connection = nodes.getConnection(node);
    if (asking) {
      connection.executeCommand(Protocol.Command.ASKING);
    }
    return connection;
  }

  @Override
  public void close() {
    nodes.close();
  }
}
