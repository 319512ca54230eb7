/**
 * Many runs of one thing: what became of each, and whether a variant differs from the others by more than chance. Pure.
 */
@NullMarked
package dev.parley.doctor.soak;

import org.jspecify.annotations.NullMarked;
