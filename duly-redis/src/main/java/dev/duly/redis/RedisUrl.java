package dev.duly.redis;

import java.net.URI;
import java.net.URISyntaxException;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Where the server is. Its text never shows the password. */
record RedisUrl(URI uri) {
  static RedisUrl parse(String url) {
    try {
      return new RedisUrl(new URI(url));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "a Redis URL is redis://user:password@host:port/database, not " + e.getMessage(), e);
    }
  }

  UnifiedJedis connect() {
    return RedisClient.create(uri);
  }

  @Override
  public String toString() {
    return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
  }
}
