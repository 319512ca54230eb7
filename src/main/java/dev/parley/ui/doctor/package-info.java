/**
 * The doctor's line and the drawer with its findings.
 */
@NullMarked
package dev.parley.ui.doctor;

import org.jspecify.annotations.NullMarked;
