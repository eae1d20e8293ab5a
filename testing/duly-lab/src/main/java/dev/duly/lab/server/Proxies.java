package dev.duly.lab.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Stands before an interface, to do something else when it is asked to. */
public final class Proxies {
  private Proxies() {}

  /** What is done instead of a call. */
  public interface Handler {
    Object handle(Method method, Object[] args) throws Throwable;
  }

  public static <T> T of(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> handler.handle(method, args)));
  }

  /** The call as it was meant, with what it throws. */
  public static Object call(Method method, Object target, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
