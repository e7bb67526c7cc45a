"""What is said while a voice is checked, as tables of the file of phrases."""

from drillvoice.core.tables import Table, Text


class OwnWordPhrases(Table):
    """Said of a person's own words for a command."""

    length: Text
    unknown: Text
    taken: Text
    early: Text
    like_command: Text
    like_cue: Text
    said: Text
    said_nothing: Text
    mistaken: Text


class OwnSoundPhrases(Table):
    """Said while a sound of a person's own is taught for a command."""

    intro: Text
    first: Text
    again: Text
    comparing: Text
    talk: Text
    taught: Text
    refused: Text
    unlike: Text
    like_command: Text
    like_words: Text
    like_talk: Text


class VoiceCheck(Table):
    """Said while a voice is checked."""

    intro: Text
    room: Text
    room_quiet: Text
    room_fair: Text
    room_loud: Text
    room_level: Text
    echo: Text
    echo_heard: Text
    echo_deaf: Text
    echo_level: Text
    levels: Text
    muted: Text
    say: Text
    again: Text
    understood: Text
    wrong: Text
    not_understood: Text
    nothing: Text
    skipped: Text
    works: Text
    fails: Text
    try_synonym: Text
    synonym_works: Text
    choose_own: Text
    type_own: Text
    no_words: Text
    use_anyway: Text
    own_works: Text
    own_fails: Text
    taught: Text
    taught_works: Text
    voice_good: Text
    voice_far: Text
    voice_low: Text
    voice_loud: Text
    voice_none: Text
    once_more: Text
    summary: Text
    summary_works: Text
    summary_other: Text
    summary_fails: Text
    summary_none: Text
    own: OwnWordPhrases
    sounds: OwnSoundPhrases
