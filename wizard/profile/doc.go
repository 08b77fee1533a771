// Package profile finds the folders in which Thunderbird keeps what a person has
// set up. It touches no disk by itself: [Find] is told the system, the home
// directory and how to read a file.
//
// Every kind of installation has a folder with a list of profiles, profiles.ini.
// A section [Install…] there names the one that an installed Thunderbird opens; it
// wins over the older mark Default=1 of a section [Profile…].
package profile
