package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells what a failure says about the file that was being loaded, and what only about the machinery around it. */
final class Failures {

  /** Connection, transaction rollback, resources, operator intervention, system error (PostgreSQL, appendix A). */
  private static final Set<String> OF_INFRASTRUCTURE = Set.of("08", "40", "53", "57", "58");

  private Failures() {}

  /** Whether the file is not to blame: the database, a disk or a share failed, and the file had better wait. */
  static boolean isOfInfrastructure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal) {
        return false;
      }
      boolean machinery = cause instanceof DataAccessResourceFailureException
          || cause instanceof TransientDataAccessException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof CannotCreateTransactionException
          || cause instanceof IOException
          || cause instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().length() == 5
              && OF_INFRASTRUCTURE.contains(sql.getSQLState().substring(0, 2));
      if (machinery) {
        return true;
      }
    }
    return false;
  }

  /** Why the file is rejected. */
  static Finding finding(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal.finding();
      }
    }
    if (failure instanceof StackOverflowError) {
      return Finding.of("ingest.too-deep", "The file is nested too deeply to be read.");
    }
    if (failure instanceof OutOfMemoryError) {
      return Finding.of("ingest.too-much", "The file needs more memory to be read than the engine has.")
          .maybe("split the file.");
    }
    return Finding.of("ingest.failed", "The engine could not store the file: " + root(failure))
        .maybe("this is a fault of the engine: report it with the file; the file can be replayed later.");
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
