package dev.duly.backend;

/**
 * Names one claim and no other; never used again, not even for the same job. Each backend has its
 * own class: a batch and an index, a delivery tag, a receipt.
 */
public interface Token {
  /** For people and for wires; {@link Backend#token(String)} reads it back. */
  String text();
}
