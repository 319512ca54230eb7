/**
 * Rules from a session's derived view to findings. Pure.
 */
@NullMarked
package dev.parley.doctor;

import org.jspecify.annotations.NullMarked;
