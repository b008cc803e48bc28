package io.labroute.audit;

import org.jspecify.annotations.Nullable;

/**
 * One act to be put on record.
 *
 * @param actor a user, or a file and its owner
 * @param action a verb in the past, such as {@code completed} or {@code restored}
 * @param subject what it was done to, such as {@code file 17}
 * @param fileId the ledger row it came from, if any
 * @param detail a JSON object with the rest
 */
public record AuditEntry(String actor, String action, String subject, @Nullable Long fileId, String detail) {

  public static AuditEntry of(String actor, String action, String subject) {
    return new AuditEntry(actor, action, subject, null, "{}");
  }
}
