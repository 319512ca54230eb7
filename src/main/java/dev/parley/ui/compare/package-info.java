/** Sessions held against each other: which ended alike, and two of them message by message. */
@NullMarked
package dev.parley.ui.compare;

import org.jspecify.annotations.NullMarked;
