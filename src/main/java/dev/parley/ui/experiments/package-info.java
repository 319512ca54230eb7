/**
 * What is tried on purpose on a handshake, the runs that came of it, and two of them side by side.
 */
@NullMarked
package dev.parley.ui.experiments;

import org.jspecify.annotations.NullMarked;
