package io.labroute.web;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.net.URI;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns refusals into problem details (RFC 9457) with their stable code. */
@RestControllerAdvice
class RefusalAdvice extends ResponseEntityExceptionHandler {

  /** What was asked for rests on what has changed since. */
  private static final String STALE = "schedule.stale";

  @ExceptionHandler
  ProblemDetail refused(Refusal refusal) {
    return problem(refusal.finding().code().equals(STALE) ? HttpStatus.CONFLICT : HttpStatus.UNPROCESSABLE_ENTITY, refusal.finding());
  }

  @ExceptionHandler
  ProblemDetail missing(Missing missing) {
    return problem(HttpStatus.NOT_FOUND, missing.finding());
  }

  @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
  ProblemDetail databaseAway(RuntimeException failure) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, Finding.of("database.away", "The database does not answer.")
        .maybe("it is being restarted: try again, and look at /actuator/health."));
  }

  @ExceptionHandler
  ProblemDetail unusable(DataIntegrityViolationException failure) {
    return problem(HttpStatus.UNPROCESSABLE_ENTITY, Finding.of("web.unusable-value",
        "The database cannot take one of the values: " + failure.getMostSpecificCause().getMessage()));
  }

  /** A value of a body that its own record refuses keeps its reason; of any other it is told where it stands. */
  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unread, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    for (Throwable cause = unread.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return ResponseEntity.unprocessableEntity().body(refused(refusal));
      }
    }
    return ResponseEntity.badRequest().body(problem(HttpStatus.BAD_REQUEST, UnreadableBody.why(unread.getCause())));
  }

  /** What Spring itself refuses, such as a text where a number is expected, gets a code as well. */
  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem) {
      problem.setProperty("code", "web.status-" + status.value());
    }
    return super.createResponseEntity(body, headers, status, request);
  }

  private static ProblemDetail problem(HttpStatus status, Finding finding) {
    var problem = ProblemDetail.forStatusAndDetail(status, finding.what());
    problem.setType(URI.create("urn:labroute:" + finding.code()));
    problem.setProperty("code", finding.code());
    problem.setProperty("where", finding.where().toString());
    problem.setProperty("value", finding.value());
    problem.setProperty("allowed", finding.allowed());
    problem.setProperty("advice", finding.maybe() == null ? null : "Maybe " + finding.maybe());
    return problem;
  }
}
