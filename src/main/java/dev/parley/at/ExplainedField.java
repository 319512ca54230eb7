package dev.parley.at;

import dev.parley.journal.Place;

/**
 * One value of a command, an answer or a URC, explained: what a side pane lists and what lights up in the line.
 *
 * @param line the index of its line among {@link Exchange#lines()}; 0 for a URC or a line that is still being typed
 * @param name the value's name in the manual, for example {@code access_mode}; {@code command} for the command's own name
 * @param raw its characters as they stand on the line, with their quotes; never empty
 * @param meaning in words, with its unit, for example {@code registered, roaming}; empty where the raw text says it all
 * @param accepts what it may be, in words, for example {@code 0 to 11}; empty where nothing is known
 * @param standard what it is where it is left out; empty where it may not be or nothing is known
 * @param sensitive true for what identifies a person or a device, or lets somebody in: IMEI, IMSI, ICCID, PIN, password
 * @param place the bytes of {@code raw} on the link; counted from the line's start where it is still being typed
 */
public record ExplainedField(
        int line,
        String name,
        String raw,
        String meaning,
        String accepts,
        String standard,
        boolean sensitive,
        Place place) {

    /** Without a value that is sensitive. */
    @Override
    public String toString() {
        return name + " " + (sensitive ? "(not shown)" : raw + (meaning.isEmpty() ? "" : " = " + meaning)) + " at "
                + place.from() + ".." + place.to();
    }
}
