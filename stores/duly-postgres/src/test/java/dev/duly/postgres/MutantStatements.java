package dev.duly.postgres;

import dev.duly.lab.mutant.SqlMutant;
import org.jspecify.annotations.Nullable;

/** The statements, one of them changed. */
final class MutantStatements extends Statements {
  private final @Nullable SqlMutant mutant;

  MutantStatements(@Nullable SqlMutant mutant) {
    this.mutant = mutant;
  }

  @Override
  String read(String name) {
    return mutant != null && name.equals(mutant.statement() + ".sql")
        ? mutant.text()
        : super.read(name);
  }
}
