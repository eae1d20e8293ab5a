package dev.duly.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Makes the client that a URL asks for. Its connections are opened when they are first needed. */
final class Clients {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 5_000;
  private static final int CONNECTIONS_MAX = 32; // callers are combined: few are ever open

  private Clients() {}

  static UnifiedJedis of(RedisUrl url) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS_MAX);
    pool.setMaxIdle(CONNECTIONS_MAX);
    pool.setMaxWait(Duration.ofMillis(ANSWER_MILLIS));
    return switch (url.kind()) {
      case STANDALONE ->
          RedisClient.builder()
              .hostAndPort(url.hosts().get(0))
              .clientConfig(config(url))
              .poolConfig(pool)
              .build();
      case SENTINEL ->
          RedisSentinelClient.builder()
              .masterName(url.master().orElseThrow())
              .sentinels(Set.copyOf(url.hosts()))
              .clientConfig(config(url))
              .sentinelClientConfig(config(url, 0))
              .poolConfig(pool)
              .build();
      case CLUSTER -> {
        ClusterConnectionProvider nodes =
            new ClusterConnectionProvider(Set.copyOf(url.hosts()), config(url), pool);
        yield RedisClusterClient.builder()
            .nodes(Set.copyOf(url.hosts()))
            .clientConfig(config(url))
            .connectionProvider(nodes)
            .commandExecutor(new ClusterCalls(nodes))
            .build();
      }
    };
  }

  /** A connection for oneself, to any server that passes on what is published. */
  static Connection connection(UnifiedJedis client) {
    if (client instanceof RedisClient one) {
      return one.getPool().getResource();
    } else if (client instanceof RedisSentinelClient sentinels) {
      return sentinels.getPrimaryNodesConnectionMap().values().iterator().next().getResource();
    }
    return ((RedisClusterClient) client).getClusterNodes().values().iterator().next().getResource();
  }

  /** A connection for oneself, to the server that has the key. */
  static Connection connection(UnifiedJedis client, byte[] key) {
    return client instanceof RedisClusterClient cluster
        ? cluster.getConnectionFromSlot(JedisClusterCRC16.getSlot(key))
        : connection(client);
  }

  /** What the servers say of themselves: of a Cluster all primaries. */
  static List<Server> servers(UnifiedJedis client) {
    if (!(client instanceof RedisClusterClient cluster)) {
      return List.of(server(client.info(), name -> client.configGet(name)));
    }
    List<Server> servers = new ArrayList<>();
    for (ConnectionPool node : cluster.getClusterNodes().values()) {
      try (Jedis jedis = new Jedis(node.getResource())) {
        Server server = server(jedis.info(), jedis::configGet);
        if (!server.isReplica()) {
          servers.add(server);
        }
      }
    }
    return servers;
  }

  /** Settings may be a secret, as where others run the server. */
  private static Server server(String info, Function<String, Map<String, String>> setting) {
    try {
      return Server.of(info, setting.apply("appendfsync"));
    } catch (JedisDataException e) {
      return Server.of(info, Map.of());
    }
  }

  private static JedisClientConfig config(RedisUrl url) {
    return config(url, url.database());
  }

  private static JedisClientConfig config(RedisUrl url, int database) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(ANSWER_MILLIS)
            .user(url.user().orElse(null))
            .password(url.password().orElse(null))
            .database(database)
            .clientName("duly");
    return url.tls() ? config.sslOptions(SslOptions.defaults()).build() : config.build();
  }

  /**
   * Calls the node of a Cluster that has the keys, and goes where it is sent if it has them no
   * more. Unlike the client's own, it never repeats what may have been done: a claim, above all.
   */
  private static final class ClusterCalls implements CommandExecutor {
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
}
