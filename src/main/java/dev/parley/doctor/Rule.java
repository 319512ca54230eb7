package dev.parley.doctor;

import java.util.List;

/** One rule of the doctor: a pure function from what a session shows to findings, usually none or one. */
public interface Rule {
    /** The code of the findings it gives: stable and documented, for example {@code certificate-refused}. */
    String code();

    /** What it finds in {@code session}; empty where it does not apply. */
    List<Finding> examine(CaseView session);
}
