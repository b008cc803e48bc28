/**
 * The audit trail: who did what, when and why, only ever added to. Knows no other room's data beyond the subject's name.
 */
@NullMarked
package io.labroute.audit;

import org.jspecify.annotations.NullMarked;
