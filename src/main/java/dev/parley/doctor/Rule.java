package dev.parley.doctor;

import java.util.List;

/** One rule of the doctor: a pure function from what a session shows to findings, usually none or one. */
@FunctionalInterface
public interface Rule {
    List<Finding> examine(CaseView session);
}
